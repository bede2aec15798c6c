package dev.shisa.server.platform.act;

import java.util.Locale;

/** Where an act came in. */
public enum Door {
    PAGE,
    API;

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
