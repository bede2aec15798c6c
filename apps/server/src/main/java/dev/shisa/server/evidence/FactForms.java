package dev.shisa.server.evidence;

import dev.shisa.conformity.Clash;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the {@link FactForm} of a slot of a series, with the names of the register's items in it. */
@Component
public class FactForms {

    private final Catalogues catalogues;
    private final Products products;
    private final Contradictions contradictions;
    private final InstantSource clock;

    FactForms(Catalogues catalogues, Products products, Contradictions contradictions, InstantSource clock) {
        this.catalogues = catalogues;
        this.products = products;
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
                                    today())));
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
                    today());
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
