package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.Signs;
import dev.shisa.server.platform.audit.Audit;
import dev.shisa.server.platform.web.Mistakes;
import dev.shisa.server.platform.web.Ui;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The company's name: what it may be, and who changed it. */
@Component
public class OrganisationName {

    static final int LENGTH_MAX = 200;

    private final Settings settings;
    private final Audit audit;

    private final ObjectProvider<EnglishName> english;

    OrganisationName(Settings settings, Audit audit, ObjectProvider<EnglishName> english) {
        this.settings = settings;
        this.audit = audit;
        this.english = english;
    }

    /** The name as readers of a language know it: the English one where it is entered, or else the one that is. */
    public String in(Locale locale) {
        String inEnglish = locale.getLanguage().equals("en") ? inEnglish() : "";
        return inEnglish.isEmpty() ? settings.organisationName() : inEnglish;
    }

    private String inEnglish() {
        return english.orderedStream()
                .map(EnglishName::nameInEnglish)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    public static void check(Ui ui, Mistakes mistakes, String name) {
        if (name.isEmpty()) {
            mistakes.add("organisation", ui.t("account.organisation.missing"));
        } else if (name.length() > LENGTH_MAX) {
            mistakes.add("organisation", ui.t("account.organisation.long", name.length(), LENGTH_MAX));
        } else if (Signs.areHidden(name)) {
            mistakes.add("organisation", ui.t("account.name.hidden"));
        }
    }

    /** As it is; empty and of version 0 before set-up. */
    Settings.Versioned stored() {
        return settings.versioned(Settings.ORGANISATION_NAME).orElse(new Settings.Versioned("", 0));
    }

    /** Changes it if nobody else did since {@code version}. */
    @Transactional
    public boolean change(String name, int version) {
        String before = stored().value();
        boolean changed = settings.change(Settings.ORGANISATION_NAME, version, name);
        if (changed) {
            audit.record("settings.organisation", name, Map.of("before", before));
        }
        return changed;
    }
}
