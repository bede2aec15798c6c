package dev.shisa.server.platform.record;

import java.util.Optional;
import java.util.UUID;

/** What things of one sort are called outside, where a record holds their ids. */
public interface Reference {

    /** The name of the components that hold such an id: {@code series}. */
    String component();

    /** The code that stands for it. */
    Optional<String> code(UUID id);
}
