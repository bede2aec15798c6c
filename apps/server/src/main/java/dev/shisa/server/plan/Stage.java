package dev.shisa.server.plan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a product, or a requirement, stands between idea and use, in their order. */
enum Stage {
    POLICY,
    DESIGN,
    VERIFICATION,
    OPERATION;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Stage> parse(String id) {
        return Arrays.stream(values()).filter(stage -> stage.id().equals(id)).findFirst();
    }
}
