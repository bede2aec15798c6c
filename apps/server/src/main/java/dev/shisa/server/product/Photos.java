package dev.shisa.server.product;

import dev.shisa.server.platform.account.Person;
import dev.shisa.server.platform.audit.Audit;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sets and removes the picture of a series; who may edit the product may. */
@Service
class Photos {

    private final PhotoStore store;
    private final Audit audit;

    Photos(PhotoStore store, Audit audit) {
        this.store = store;
        this.audit = audit;
    }

    Optional<SeriesPhoto> of(Series series) {
        return store.of(series.id());
    }

    Optional<byte[]> jpeg(Series series) {
        return store.jpeg(series.id());
    }

    /** False when somebody else set or removed it since. */
    @Transactional
    public boolean set(Series series, Photo photo, int version, Person person) {
        if (!store.put(series.id(), photo, version)) {
            return false;
        }
        audit.record(person, "series.photo", series.code(), Map.of("width", photo.width(), "height", photo.height()));
        return true;
    }

    /** False when somebody else set or removed it since. */
    @Transactional
    public boolean remove(Series series, int version, Person person) {
        if (!store.remove(series.id(), version)) {
            return false;
        }
        audit.record(person, "series.photo.remove", series.code(), Map.of());
        return true;
    }
}
