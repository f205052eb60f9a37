// Tells the page around this one how high it is, and where in it one should be looking. Nothing of the visitor is in that.
const place = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
let at = place ? Math.round(place.getBoundingClientRect().top + scrollY) : 0;
new ResizeObserver(() => {
  parent.postMessage({ patchline: "size", height: Math.ceil(document.documentElement.getBoundingClientRect().height), at }, "*");
  at = 0; // once a page: afterwards the reader scrolls
}).observe(document.documentElement);
