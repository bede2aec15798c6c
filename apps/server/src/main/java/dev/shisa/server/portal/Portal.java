package dev.shisa.server.portal;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an owner has let out. Until somebody switches it on, and names a series, nobody outside sees anything.
 *
 * @param on whether the public pages answer at all
 * @param apart whether nothing but the public pages answers under their own host name
 * @param aboutJa some words of the maker for the first page; empty: none
 * @param shown the series that have a page, in the order of the list
 */
record Portal(boolean on, boolean apart, String aboutJa, String aboutEn, List<Shown> shown) {

    static final Portal OFF = new Portal(false, false, "", "", List.of());

    Portal {
        shown = List.copyOf(shown);
    }

    /** @param verdicts whether its page also says how the series stands to the label */
    record Shown(UUID series, boolean verdicts) {}

    Optional<Shown> of(UUID series) {
        return shown.stream().filter(one -> one.series().equals(series)).findFirst();
    }

    String about(String language) {
        String own = language.equals("ja") ? aboutJa : aboutEn;
        return own.isEmpty() ? aboutJa.isEmpty() ? aboutEn : aboutJa : own;
    }
}
