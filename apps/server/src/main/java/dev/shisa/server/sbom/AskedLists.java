package dev.shisa.server.sbom;

import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.StoredFile;
import dev.shisa.server.platform.Problem;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** After an upgrade: asks the files of lists that were taken in before what is asked of a file now. */
@Component
public class AskedLists {

    private static final Logger LOG = LoggerFactory.getLogger(AskedLists.class);

    private final AskedStore store;
    private final EvidenceLog log;
    private final SbomFiles files;

    AskedLists(AskedStore store, EvidenceLog log, SbomFiles files) {
        this.store = store;
        this.log = log;
        this.files = files;
    }

    /** One after the other; what cannot be read now waits, as a doubt, for the next round. */
    @Scheduled(initialDelay = 5_000, fixedDelay = 3_600_000)
    public void ask() {
        for (AskedStore.Unasked list : store.unasked()) {
            StoredFile file = log.byId(list.evidenceId())
                    .flatMap(e -> Optional.ofNullable(e.file()))
                    .orElse(null);
            try {
                if (file != null) {
                    files.read(file, reading -> {
                        store.put(list.listId(), reading);
                        return true;
                    });
                }
            } catch (Problem | UncheckedIOException e) {
                LOG.warn("the file of the list {} could not be asked; it is tried again", list.listId(), e);
            }
        }
    }
}
