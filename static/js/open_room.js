// Where the rooms of a deliberation do not all fit beside each other, the one that is open is brought into sight.

const open = document.querySelector(".site-nav [aria-current]");
const rooms = open?.closest("ul");

function middleOf(element) {
  const { left, width } = element.getBoundingClientRect();
  return left + width / 2;
}

if (rooms) rooms.scrollLeft += middleOf(open) - middleOf(rooms);
