package dev.shisa.server.evidence;

import dev.shisa.conformity.Clash;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactKey;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the {@link FactForm} of a slot of a series, with the names of the register's items in it. */
@Component
public class FactForms {

    private final Catalogues catalogues;
    private final Products products;
    private final EvidenceLog log;
    private final Contradictions contradictions;
    private final InstantSource clock;

    FactForms(
            Catalogues catalogues,
            Products products,
            EvidenceLog log,
            Contradictions contradictions,
            InstantSource clock) {
        this.catalogues = catalogues;
        this.products = products;
        this.log = log;
        this.contradictions = contradictions;
        this.clock = clock;
    }

    /** Forms of one series, for one look at it: what the register lists is read once. */
    public OfSeries of(UUID seriesId) {
        return new OfSeries(seriesId);
    }

    /** The empty form of one slot; see {@link OfSeries#of}. */
    public Optional<FactForm> of(UUID seriesId, Slot slot, String prefix) {
        return of(seriesId).of(slot, prefix);
    }

    /** The forms of a series while its register does not change. */
    public final class OfSeries {

        private final UUID seriesId;
        private final Map<String, List<RegisterItem>> read = new HashMap<>();
        private final Map<FactKey, Map<Slot, FactEntry>> known = new HashMap<>();

        private OfSeries(UUID seriesId) {
            this.seriesId = seriesId;
        }

        /**
         * The empty form of a slot; nothing when the vocabulary does not know the key, or the register not the item.
         *
         * @param prefix of its field names
         */
        public Optional<FactForm> of(Slot slot, String prefix) {
            Vocabulary vocabulary = catalogues.current().vocabulary();
            return catalogues
                    .current()
                    .fact(slot.key())
                    .flatMap(definition -> itemName(definition, slot)
                            .map(name -> FactForm.of(
                                            asked(definition, slot),
                                            slot,
                                            name,
                                            prefix,
                                            choices(definition),
                                            noItems(vocabulary, definition),
                                            today())
                                    .offering(offered(definition, slot))));
        }

        /**
         * The empty form of a fact about an item that the register does not list yet.
         *
         * @param itemName what the item is called in the question
         * @param prefix of its field names
         */
        public FactForm ofNew(FactDefinition definition, String itemName, String prefix) {
            return FactForm.of(
                            definition,
                            new Slot(definition.key(), ""),
                            itemName,
                            prefix,
                            choices(definition),
                            noItems(catalogues.current().vocabulary(), definition),
                            today())
                    .offering(offered(definition, new Slot(definition.key(), "")));
        }

        /** A judgement that both are so names the items of which it is. */
        private FactDefinition asked(FactDefinition definition, Slot slot) {
            if (!Clash.isJudged(slot.key())) {
                return definition;
            }
            return definition.asking(
                    contradictions.question(products.byId(seriesId).orElseThrow(), slot));
        }

        private Optional<String> itemName(FactDefinition definition, Slot slot) {
            String collection = definition.of();
            if (collection == null) {
                return slot.item().isEmpty() ? Optional.of("") : Optional.empty();
            }
            return items(collection).stream()
                    .filter(i -> i.code().equals(slot.item()))
                    .map(RegisterItem::name)
                    .findFirst();
        }

        private Map<String, String> choices(FactDefinition definition) {
            Map<String, String> choices = new LinkedHashMap<>();
            String collection = definition.collection();
            if (collection != null) {
                items(collection).forEach(i -> choices.put(i.code(), i.name()));
            }
            return choices;
        }

        /** Of the items of which a ref names one, those that it can name as far as is known of them; never the item itself. */
        private Set<String> offered(FactDefinition definition, Slot slot) {
            String collection = definition.collection();
            if (collection == null) {
                return Set.of();
            }
            boolean ofItsOwn = collection.equals(definition.of());
            return items(collection).stream()
                    .map(RegisterItem::code)
                    .filter(code -> !(ofItsOwn && code.equals(slot.item())))
                    .filter(code -> definition.offers().stream().allMatch(condition -> mayHold(condition, code)))
                    .collect(Collectors.toUnmodifiableSet());
        }

        private boolean mayHold(FactDefinition.Condition condition, String code) {
            boolean ofItems = catalogues
                    .current()
                    .fact(condition.fact())
                    .map(on -> on.of() != null)
                    .orElse(false);
            FactEntry answer = known.computeIfAbsent(condition.fact(), this::present)
                    .get(new Slot(condition.fact(), ofItems ? code : ""));
            return answer == null
                    || catalogues.evaluator().holds(condition, answer.fact().value());
        }

        private Map<Slot, FactEntry> present(FactKey key) {
            List<Subject> layers =
                    contradictions.subjects(products.byId(seriesId).orElseThrow());
            return EvidenceLog.present(log.entries(layers, key.value()), layers, clock.instant());
        }

        private List<RegisterItem> items(String collection) {
            return read.computeIfAbsent(collection, id -> products.items(seriesId, id));
        }
    }

    /** As where facts are recorded. */
    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), Ui.ZONE);
    }

    private static @Nullable Text noItems(Vocabulary vocabulary, FactDefinition definition) {
        String collection = definition.collection();
        return definition.type() != FactType.SET || collection == null
                ? null
                : vocabulary
                        .collection(collection)
                        .filter(c -> c.set().equals(definition.key()))
                        .map(Vocabulary.Collection::none)
                        .orElse(null);
    }
}
