package dev.shisa.server.sbom;

import dev.shisa.bom.Reading;
import dev.shisa.server.evidence.EvidenceLog;
import dev.shisa.server.evidence.StoredFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads from the file of a list which component needs which, and remembers it of the lists that were looked at last. */
@Component
class ComponentGraphs {

    /** Of the greatest lists each takes some ten megabytes. */
    private static final int REMEMBERED_MAX = 4;

    private final SbomFiles files;
    private final EvidenceLog log;
    private final Map<UUID, ComponentGraph> remembered = new LinkedHashMap<>(REMEMBERED_MAX, 0.75f, true);

    ComponentGraphs(SbomFiles files, EvidenceLog log) {
        this.files = files;
        this.log = log;
    }

    /** Empty: the file is not there any more. A list and its file never change, so what was read once holds. */
    Optional<ComponentGraph> of(Sbom sbom) {
        ComponentGraph known = remembered(sbom.id(), null);
        if (known != null) {
            return Optional.of(known);
        }
        StoredFile file = log.byId(sbom.evidenceId()).orElseThrow().file();
        return file == null
                ? Optional.empty()
                : Optional.of(files.read(file, reading -> switch (reading) {
                    case Reading.Taken taken -> graph(sbom, ComponentGraph.of(taken.bom()));
                    case Reading.Refused refused ->
                        throw new IllegalStateException("a stored list is refused: " + refused.problem());
                }));
    }

    private ComponentGraph graph(Sbom sbom, ComponentGraph graph) {
        remembered(sbom.id(), graph);
        return graph;
    }

    private @Nullable ComponentGraph remembered(UUID id, @Nullable ComponentGraph read) {
        synchronized (remembered) {
            if (read != null) {
                remembered.put(id, read);
                if (remembered.size() > REMEMBERED_MAX) {
                    remembered.remove(remembered.keySet().iterator().next());
                }
            }
            return remembered.get(id);
        }
    }
}
