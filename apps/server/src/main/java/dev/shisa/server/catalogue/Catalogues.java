package dev.shisa.server.catalogue;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.CatalogueReader;
import dev.shisa.conformity.Evaluator;
import dev.shisa.conformity.Framework;
import dev.shisa.conformity.ParameterDefinition;
import dev.shisa.conformity.Parameters;
import dev.shisa.conformity.Problem;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The catalogue in force. The files that come with Shisa are overlaid, by name, with those in {@code DATA/catalogue}; an
 * overlay with an error leaves the last good edition in force and its problems are shown.
 */
@Component
public class Catalogues {

    /** A single file of a catalogue is never larger; the reader has the same limit. */
    private static final long FILE_BYTES_MAX = 5_000_000;

    /** More files than this are no catalogue but a mistake, such as a copied folder. */
    private static final int FILES_MAX = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Catalogues.class);

    private final ParameterStore parameterStore;
    private final EditionStore editions;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Path overlay;
    private final BuiltInCatalogue builtIn;

    private volatile Evaluator evaluator;
    private volatile List<Problem> problems = List.of();
    private volatile String seen;

    Catalogues(
            ParameterStore parameterStore,
            EditionStore editions,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            @org.springframework.beans.factory.annotation.Value("${shisa.data}") Path data,
            ObjectProvider<BuiltInCatalogue> begun) {
        this.parameterStore = parameterStore;
        this.editions = editions;
        this.events = events;
        this.transaction = transaction;
        this.overlay = data.resolve("catalogue");
        this.builtIn = begun.getIfAvailable(BuiltInCatalogue::reading);
        this.seen = fingerprint();
        this.evaluator = new Evaluator(start());
    }

    /** The catalogue in force. */
    public Catalogue current() {
        return evaluator.catalogue();
    }

    public Evaluator evaluator() {
        return evaluator;
    }

    /** What is wrong in the overlay that was refused last; empty when all files are in force. */
    public List<Problem> problems() {
        return problems;
    }

    /** How many of the values that a framework leaves open are entered; no page counts them otherwise. */
    public int parametersSet(Framework framework) {
        Map<String, Value> values = parameters().values();
        return (int) framework.parameters().stream()
                .filter(parameter -> values.containsKey(parameter.id()))
                .count();
    }

    /** What the maker entered for the parameters of all frameworks; values that this edition does not accept are not set. */
    public Parameters parameters() {
        Map<String, Value> values = new HashMap<>();
        Map<String, String> sources = new HashMap<>();
        String guide = "";
        for (ParameterStore.Row row : parameterStore.all()) {
            if (row.value() == null) {
                continue;
            }
            if (row.parameter().equals(ParameterStore.GUIDE_EDITION)) {
                guide = row.value();
                continue;
            }
            ParameterDefinition definition =
                    current().parameter(row.parameter()).orElse(null);
            if (definition != null) {
                Value.parse(definition.type().value(), row.value())
                        .filter(definition::accepts)
                        .ifPresent(value -> {
                            values.put(row.parameter(), value);
                            sources.put(row.parameter(), row.source());
                        });
            }
        }
        return new Parameters(guide, values, sources);
    }

    /** Looks every ten seconds whether a file of the overlay was changed, until it could be read and remembered. */
    @Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
    void lookForChanges() {
        String now = fingerprint();
        if (!now.equals(seen)) {
            reload();
            seen = now;
        }
    }

    /** Reads built-in files and overlay again; on any problem the edition in force stays. */
    public synchronized void reload() {
        CatalogueReader.Result result = CatalogueReader.compiling().read(files());
        switch (result) {
            case CatalogueReader.Result.Rejected(List<Problem> found) -> {
                problems = found;
                LOG.warn("catalogue refused, the last good edition stays in force: {}", found.getFirst());
            }
            case CatalogueReader.Result.Loaded(Catalogue next) -> {
                problems = List.of();
                if (!next.edition().equals(current().edition())) {
                    putInForce(next);
                } else if (!next.references()
                        .edition()
                        .equals(current().references().edition())) {
                    // No verdict reads them, so nothing is decided again.
                    evaluator = new Evaluator(next);
                }
            }
        }
    }

    /** What is decided with the change is decided by the new edition; what comes to nothing leaves the one before in force. */
    private void putInForce(Catalogue next) {
        Evaluator before = evaluator;
        boolean done = false;
        try {
            evaluator = new Evaluator(next);
            transaction.executeWithoutResult(status -> {
                editions.inForce(next);
                events.publishEvent(new EditionChanged(changed(before.catalogue(), next)));
            });
            done = true;
        } finally {
            if (!done) {
                evaluator = before;
            }
        }
    }

    /** Requirements whose rule, words or contradictions differ, or that are new. */
    static Set<RequirementId> changed(Catalogue before, Catalogue after) {
        Set<RequirementId> changed = new HashSet<>();
        after.requirements().forEach(r -> {
            if (!before.requirement(r.id()).map(r::equals).orElse(false)
                    || !before.clashesTouching(r).equals(after.clashesTouching(r))) {
                changed.add(r.id());
            }
        });
        before.vocabulary().facts().forEach(f -> {
            if (!after.fact(f.key()).map(f::equals).orElse(false)) {
                changed.addAll(after.requirementsReading(f.key()));
            }
        });
        return changed;
    }

    private Catalogue start() {
        if (Files.isDirectory(overlay)) {
            CatalogueReader.Result result = CatalogueReader.compiling().read(files());
            if (result instanceof CatalogueReader.Result.Loaded(Catalogue catalogue)) {
                editions.inForce(catalogue);
                return catalogue;
            }
            problems = ((CatalogueReader.Result.Rejected) result).problems();
            LOG.warn("catalogue overlay refused, the built-in edition is in force: {}", problems.getFirst());
        }
        Catalogue catalogue = builtIn.catalogue();
        editions.inForce(catalogue);
        return catalogue;
    }

    private SequencedMap<String, byte[]> files() {
        SortedMap<String, byte[]> all = builtIn.files();
        for (Path file : overlayFiles()) {
            try (InputStream in = Files.newInputStream(file)) {
                all.put(String.valueOf(file.getFileName()), in.readNBytes((int) FILE_BYTES_MAX + 1));
            } catch (IOException e) {
                throw new UncheckedIOException("could not read " + file.getFileName(), e);
            }
        }
        return new LinkedHashMap<>(all);
    }

    private List<Path> overlayFiles() {
        if (!Files.isDirectory(overlay)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(overlay)) {
            return found.filter(f -> String.valueOf(f.getFileName()).endsWith(".yaml"))
                    .sorted()
                    .limit(FILES_MAX)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("could not list the catalogue overlay", e);
        }
    }

    private String fingerprint() {
        StringBuilder all = new StringBuilder();
        for (Path file : overlayFiles()) {
            try {
                all.append(file.getFileName())
                        .append(Files.size(file))
                        .append(Files.getLastModifiedTime(file))
                        .append('\n');
            } catch (IOException e) {
                all.append(file.getFileName()).append("unreadable\n");
            }
        }
        return all.toString();
    }
}
