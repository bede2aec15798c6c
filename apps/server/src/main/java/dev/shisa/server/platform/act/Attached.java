package dev.shisa.server.platform.act;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;

/** A file that goes along with what is sent: of a form its part of that name, of a program the id of an upload. */
public final class Attached {

    private final @Nullable UUID upload;
    private final @Nullable MultipartFile part;

    private Attached(@Nullable UUID upload, @Nullable MultipartFile part) {
        this.upload = upload;
        this.part = part;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Attached upload(UUID id) {
        return new Attached(id, null);
    }

    public static Attached part(MultipartFile part) {
        return new Attached(null, part);
    }

    public Optional<UUID> upload() {
        return Optional.ofNullable(upload);
    }

    public Optional<MultipartFile> part() {
        return Optional.ofNullable(part);
    }
}
