package dev.shisa.server.sbom;

import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.StoredFile;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Denials denials;
    private final AtomicBoolean begun = new AtomicBoolean();

    AskedLists(AskedStore store, EvidenceLog log, SbomFiles files, Denials denials) {
        this.denials = denials;
        this.store = store;
        this.log = log;
        this.files = files;
    }

    /**
     * One after the other; what cannot be asked now waits, as a doubt, for the next round, and what cannot be read for the next start:
     * until then it is told, so that somebody takes it in again.
     */
    @Scheduled(initialDelay = 5_000, fixedDelay = 3_600_000)
    public void ask() {
        for (AskedStore.Unasked list : store.unasked(!begun.getAndSet(true))) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                ask(list);
            } catch (RuntimeException e) {
                LOG.warn("the file of the list {} could not be asked; it is tried again", list.listId(), e);
            }
        }
        denials.endAll();
    }

    private void ask(AskedStore.Unasked list) {
        StoredFile file = log.byId(list.evidenceId())
                .flatMap(e -> Optional.ofNullable(e.file()))
                .orElse(null);
        if (file == null) {
            store.putUnreadable(list.listId());
            return;
        }
        try {
            files.read(file, reading -> {
                store.put(list.listId(), reading);
                return true;
            });
        } catch (CompletionException | UncheckedIOException e) {
            LOG.warn("the file of the list {} cannot be read", list.listId(), e);
            store.putUnreadable(list.listId());
        }
    }
}
