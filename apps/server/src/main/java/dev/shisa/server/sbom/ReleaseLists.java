package dev.shisa.server.sbom;

import dev.shisa.bom.Component;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.StoredFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which components a release has, by the list that counts for it. */
@Service
@Transactional(readOnly = true)
public class ReleaseLists {

    private static final int ROWS_AT_ONCE = 1_000;

    private final SbomStore store;
    private final EvidenceLog log;
    private final TreeStore tree;
    private final AskedStore asked;

    ReleaseLists(SbomStore store, EvidenceLog log, TreeStore tree, AskedStore asked) {
        this.asked = asked;
        this.store = store;
        this.log = log;
        this.tree = tree;
    }

    /** The latest list of a release that was not withdrawn, with all its components in the order of the file. */
    public Optional<ReleaseList> of(UUID releaseId) {
        return store.counting(releaseId).map(this::read);
    }

    /** The file of the list that counts for a release. */
    public Optional<StoredFile> file(UUID releaseId) {
        return store.counting(releaseId).flatMap(this::file);
    }

    private Optional<StoredFile> file(Sbom sbom) {
        return log.byId(sbom.evidenceId()).flatMap(e -> Optional.ofNullable(e.file()));
    }

    /** What the components at some places of a list are called, in this order. */
    public List<String> names(UUID listId, List<Integer> numbers) {
        Map<Integer, ComponentTree.Name> names = tree.names(listId, numbers);
        return numbers.stream()
                .flatMap(number -> Stream.ofNullable(names.get(number)))
                .map(name -> (name.name() + " " + name.version()).strip())
                .toList();
    }

    /**
     * What keeps a list from being all that is in a release.
     *
     * @param part whether it does not name everything, as the file or who took it in says
     * @param faulty whether it was taken in although a fault of the file may have lost or changed a component
     * @param unasked whether its file has not been asked yet, so that it may be either; only right after an upgrade
     * @param unread whether its file is gone, or cannot be read any more
     */
    public record Gaps(boolean part, boolean faulty, boolean unasked, boolean unread) {}

    /** The gaps of some lists. */
    public Map<UUID, Gaps> gaps(Collection<UUID> listIds) {
        return asked.gaps(listIds);
    }

    /** The releases that have a list, each with its series. */
    public Map<UUID, UUID> releases() {
        return store.releases();
    }

    private ReleaseList read(Sbom sbom) {
        List<Component> components = new ArrayList<>(sbom.components());
        long after = 0;
        for (List<ListedComponent> part = part(sbom, after); !part.isEmpty(); part = part(sbom, after)) {
            part.forEach(listed -> components.add(listed.component()));
            after = part.getLast().number();
        }
        return new ReleaseList(
                sbom.id(),
                sbom.seriesId(),
                sbom.releaseId(),
                sbom.takenAt(),
                file(sbom).orElse(null),
                sbom.records(),
                components);
    }

    private List<ListedComponent> part(Sbom sbom, long after) {
        return store.behind(sbom.id(), ComponentFilter.of("", ""), after, ROWS_AT_ONCE);
    }
}
