package dev.shisa.server.evidence;

import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.FactType;
import dev.shisa.conformity.Slot;
import dev.shisa.conformity.Text;
import dev.shisa.conformity.Vocabulary;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.RegisterItem;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes the {@link FactForm} of a slot of a series, with the names of the register's items in it. */
@Component
public class FactForms {

    private final Catalogues catalogues;
    private final Products products;

    FactForms(Catalogues catalogues, Products products) {
        this.catalogues = catalogues;
        this.products = products;
    }

    /**
     * The empty form of a slot; nothing when the vocabulary does not know the key, or the register not the item.
     *
     * @param prefix of its field names
     */
    public Optional<FactForm> of(UUID seriesId, Slot slot, String prefix) {
        Vocabulary vocabulary = catalogues.current().vocabulary();
        return catalogues
                .current()
                .fact(slot.key())
                .flatMap(definition -> itemName(seriesId, definition, slot)
                        .map(name -> FactForm.of(
                                definition,
                                slot,
                                name,
                                prefix,
                                items(seriesId, definition),
                                noItems(vocabulary, definition))));
    }

    /**
     * The empty form of a fact about an item that the register does not list yet.
     *
     * @param itemName what the item is called in the question
     * @param prefix of its field names
     */
    public FactForm ofNew(UUID seriesId, FactDefinition definition, String itemName, String prefix) {
        return FactForm.of(
                definition,
                new Slot(definition.key(), ""),
                itemName,
                prefix,
                items(seriesId, definition),
                noItems(catalogues.current().vocabulary(), definition));
    }

    private Optional<String> itemName(UUID seriesId, FactDefinition definition, Slot slot) {
        String collection = definition.of();
        if (collection == null) {
            return slot.item().isEmpty() ? Optional.of("") : Optional.empty();
        }
        return products.items(seriesId, collection).stream()
                .filter(i -> i.code().equals(slot.item()))
                .map(RegisterItem::name)
                .findFirst();
    }

    private Map<String, String> items(UUID seriesId, FactDefinition definition) {
        Map<String, String> items = new LinkedHashMap<>();
        String collection = definition.collection();
        if (collection != null) {
            products.items(seriesId, collection).forEach(i -> items.put(i.code(), i.name()));
        }
        return items;
    }

    private static @org.jspecify.annotations.Nullable Text noItems(Vocabulary vocabulary, FactDefinition definition) {
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
