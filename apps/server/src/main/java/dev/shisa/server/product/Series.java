package dev.shisa.server.product;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A product series: the device together with its required app and service, sold under one or more model numbers.
 *
 * @param code readable, in addresses: {@code MC-200}
 * @param kind what it is, in the maker's words: ネットワークカメラ
 * @param designated the release that the label is for, or null while there is none
 */
public record Series(
        UUID id,
        String code,
        String name,
        String kind,
        String about,
        @Nullable UUID designated,
        int version) {}
