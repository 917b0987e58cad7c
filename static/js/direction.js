// The direction of what one writes, by most of its letters: Arabic that begins with "AI" still runs right to left.

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;
const LETTERS = /\p{Letter}/gu;

for (const field of document.querySelectorAll("textarea[dir=auto]")) {
  const turn = () => {
    const letters = field.value.match(LETTERS)?.length ?? 0;
    const reversed = field.value.match(RIGHT_TO_LEFT)?.length ?? 0;
    field.dir = letters === 0 ? "auto" : reversed * 2 > letters ? "rtl" : "ltr";
  };
  field.addEventListener("input", turn);
  turn();
}
