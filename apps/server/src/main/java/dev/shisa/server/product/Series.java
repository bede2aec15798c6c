package dev.shisa.server.product;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product series: the device together with its required app and service, sold under one or more model numbers.
 *
 * @param code readable, in addresses: {@code MC-200}
 * @param nameEn by which it is known in English, such as on the public pages; empty: by the same
 * @param kind what it is, in the maker's words: ネットワークカメラ
 * @param designated the release that the label is for, or null while there is none
 */
public record Series(
        UUID id,
        String code,
        String name,
        String nameEn,
        String kind,
        String about,
        @Nullable UUID designated,
        int version) {

    /** Its name for readers of a language. */
    public String name(String language) {
        return language.equals("en") && !nameEn.isEmpty() ? nameEn : name;
    }
}
