package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;

/** What a company's name may be. */
public final class OrganisationName {

    private static final int LENGTH_MAX = 200;

    private OrganisationName() {}

    public static void check(Ui ui, Mistakes mistakes, String name) {
        if (name.isEmpty()) {
            mistakes.add("organisation", ui.t("account.organisation.missing"));
        } else if (name.length() > LENGTH_MAX) {
            mistakes.add("organisation", ui.t("account.organisation.long", name.length(), LENGTH_MAX));
        }
    }
}
