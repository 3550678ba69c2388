/* Search without a server: parts of the index are scripts, loaded when a query needs them. ECMAScript 5, so that old
   browsers run it. How words are folded is written by danvan into about.js; what is shown is set as text, never as HTML. */
var danvan = (function () {
  "use strict";
  var DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var SHOWN = 20;
  var index = null, words = {}, articles = {}, waiting = {}, digit = {};
  for (var i = 0; i < 64; i++) { digit[DIGITS.charAt(i)] = i; }

  /* --- loading --- */

  function load(source, done) {
    if (waiting[source]) { waiting[source].push(done); return; }
    waiting[source] = [done];
    var script = document.createElement("script");
    script.charset = "utf-8";
    script.onload = script.onerror = function () {
      var all = waiting[source];
      delete waiting[source];
      for (var i = 0; i < all.length; i++) { all[i](); }
    };
    script.src = source;
    document.body.appendChild(script);
  }

  function loadAll(kind, held, parts, done) {
    var left = 1;
    function one() { left -= 1; if (left === 0) { done(); } }
    for (var i = 0; i < parts.length; i++) {
      if (!held[parts[i]]) { left += 1; load("search/" + kind + "/" + parts[i] + ".js", one); }
    }
    one();
  }

  /* --- words --- */

  function composed(text) {
    text = text.normalize ? text.normalize("NFC") : text;
    return text.replace(/\u00d0/g, "\u0110").replace(/\u00f0/g, "\u0111").toLowerCase();
  }

  function newerStyle(word) {
    return word.replace(index.older, function (pair) { return index.tones[pair]; });
  }

  function folded(word) {
    var letters = "";
    for (var i = 0; i < word.length; i++) { letters += index.letters[word.charAt(i)] || word.charAt(i); }
    return letters.normalize ? letters.normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC") : letters;
  }

  function partOf(word) {
    var reckoned = 0;
    for (var i = 0; i < word.length; i++) { reckoned = (reckoned * 31 + word.charCodeAt(i)) % 65521; }
    return reckoned % index.parts;
  }

  function queryWords(query) {
    var found = [], seen = {}, pieces = composed(query).split(index.separators);
    for (var i = 0; i < pieces.length; i++) {
      var word = newerStyle(pieces[i]);
      if (word && !seen["$" + word]) { seen["$" + word] = true; found.push({ word: word, folded: folded(word) }); }
    }
    return found;
  }

  /* --- finding --- */

  /* Calls seen(article, inTitle) for every posting. */
  function each(postings, seen) {
    var number = -1, value = 0, scale = 1;
    for (var i = 0; i < postings.length; i++) {
      var read = digit[postings.charAt(i)];
      value += (read % 32) * scale;
      if (read >= 32) { scale *= 32; continue; }
      number += Math.floor(value / 2);
      seen(number, value % 2);
      value = 0;
      scale = 1;
    }
  }

  /* The articles that hold every word: those with most of the words in the title first, then the newest. */
  function matches(query) {
    var exact = false, i;
    for (i = 0; i < query.length; i++) { exact = exact || query[i].word !== query[i].folded; }
    var held = new Uint8Array(index.articles), titled = new Uint8Array(index.articles), scored = new Uint8Array(index.articles);
    for (i = 0; i < query.length; i++) {
      var spellings = (words[partOf(query[i].folded)] || {})[query[i].folded] || {};
      for (var spelling in spellings) {
        if (!Object.prototype.hasOwnProperty.call(spellings, spelling) || (exact && spelling !== query[i].word)) { continue; }
        each(spellings[spelling], function (article, inTitle) {
          if (held[article] < i) { return; }
          held[article] = i + 1;
          if (inTitle && scored[article] <= i) { scored[article] = i + 1; titled[article] += 1; }
        });
      }
    }
    var found = [];
    for (var score = query.length; score >= 0; score--) {
      for (var article = 0; article < held.length; article++) {
        if (held[article] === query.length && titled[article] === score) { found.push(article); }
      }
    }
    return found;
  }

  /* --- showing --- */

  function element(name, text) {
    var made = document.createElement(name);
    made.appendChild(document.createTextNode(text));
    return made;
  }

  function say(text) { document.getElementById("found").textContent = text; }

  function show(found, from) {
    var list = document.getElementById("results"), parts = [], size = index.articlesInAPart, i;
    var some = found.slice(from, from + SHOWN);
    for (i = 0; i < some.length; i++) { parts.push(Math.floor(some[i] / size)); }
    loadAll("articles", articles, parts, function () {
      for (var i = 0; i < some.length; i++) {
        var card = (articles[Math.floor(some[i] / size)] || [])[some[i] % size];
        if (!card) { continue; }
        var item = document.createElement("li"), link = element("a", card[1]);
        link.href = card[0];
        item.appendChild(link);
        item.appendChild(element("small", card[2]));
        if (card[3]) { item.appendChild(element("p", card[3])); }
        list.appendChild(item);
      }
      if (from + SHOWN < found.length) {
        var more = element("button", "Xem thêm");
        more.type = "button";
        more.className = "more";
        more.onclick = function () { more.parentNode.removeChild(more); show(found, from + SHOWN); };
        list.parentNode.appendChild(more);
      }
    });
  }

  function asked() {
    var match = /[?&]q=([^&]*)/.exec(location.search);
    try { return match ? decodeURIComponent(match[1].replace(/\+/g, " ")) : ""; } catch (broken) { return ""; }
  }

  function search() {
    var text = asked(), query = queryWords(text).slice(0, 32), parts = [];
    document.forms[0].elements.q.value = text;
    if (!query.length) { say("Gõ vài từ vào ô tìm."); return; }
    say("Đang tìm…");
    for (var i = 0; i < query.length; i++) { parts.push(partOf(query[i].folded)); }
    loadAll("words", words, parts, function () {
      var found = matches(query);
      say(found.length ? found.length + " bài có các từ đã gõ." : "Không có bài nào có đủ các từ đã gõ.");
      show(found, 0);
    });
  }

  return {
    about: function (read) {
      var pairs = [];
      index = read;
      for (var pair in read.tones) { if (Object.prototype.hasOwnProperty.call(read.tones, pair)) { pairs.push(pair); } }
      index.older = new RegExp("(?:" + pairs.join("|") + ")(?=$|[0-9])", "g");
      index.separators = new RegExp(read.separators);
      search();
    },
    words: function (part, read) { words[part] = read; },
    articles: function (part, read) { articles[part] = read; }
  };
})();
