package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** What the pages of this capability say in the same way. */
final class Words {

    private Words() {}

    /** The reader of a page that only signed-in people see. */
    static Person reader(Ui ui) {
        return Objects.requireNonNull(ui.person(), "the act of the handler lets nobody in who is not signed in");
    }

    /** The mistakes of a form in the reader's language. */
    static Mistakes of(Ui ui, InputRefused refused) {
        Mistakes mistakes = new Mistakes();
        for (InputRefused.Mistake mistake : refused.mistakes()) {
            mistakes.add(
                    mistake.field(),
                    ui.t("product.field." + mistake.code(), mistake.args().toArray()));
        }
        return mistakes;
    }

    /** {@code 不適合 1・要再確認 1}: what is not settled, worst first; empty when all is. */
    static String open(Ui ui, SeriesStanding.Standing standing) {
        List<String> parts = List.of("not-met", "recheck", "unknown", "expected").stream()
                .filter(state -> standing.count(state) > 0)
                .limit(2)
                .map(state -> ui.t("web.verdict." + state) + " " + standing.count(state))
                .toList();
        return String.join(ui.t("product.and"), parts);
    }

    /** A word for the way back after an act, taken from the address only if it is one of ours. */
    static String done(String typed, Set<String> known) {
        return known.contains(typed) ? typed : "";
    }

    /** Whether a text contains what was typed into a search field, whatever the case. */
    static boolean contains(String text, String typed) {
        return text.toLowerCase(Locale.ROOT).contains(typed.toLowerCase(Locale.ROOT));
    }

    /** The first characters of what was typed into a search field. */
    static String query(String typed) {
        String stripped = typed.strip();
        return stripped.length() <= 100 ? stripped : stripped.substring(0, 100);
    }
}
