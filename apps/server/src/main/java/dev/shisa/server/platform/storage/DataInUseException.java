package dev.shisa.server.platform.storage;

import dev.shisa.server.platform.StartException;
import java.nio.file.Path;
import java.util.Optional;

/** Another Shisa, or this one a second time, uses the data folder. */
public final class DataInUseException extends StartException {
    private static final long serialVersionUID = 1;

    /** @param processId the holder, if it wrote its number */
    DataInUseException(Path data, Optional<Long> processId) {
        super(
                "SHISA-DATABASE-001",
                "data-in-use",
                null,
                data,
                processId.map(String::valueOf).orElse("?"));
    }
}
