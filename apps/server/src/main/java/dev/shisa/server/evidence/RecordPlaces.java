package dev.shisa.server.evidence;

import dev.shisa.conformity.FactKey;
import dev.shisa.server.platform.web.Parts;
import dev.shisa.server.platform.web.Ui;
import dev.shisa.server.product.Series;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** All pages whose records answer some questions. */
@Component
public class RecordPlaces {

    private final ObjectProvider<FactRecords> all;

    RecordPlaces(ObjectProvider<FactRecords> all) {
        this.all = all;
    }

    /** Each page once. */
    public List<Parts.Crumb> of(Collection<FactKey> keys, @Nullable Series series, Ui ui) {
        return all.orderedStream()
                .flatMap(one -> keys.stream().flatMap(key -> one.of(key, series, ui).stream()))
                .distinct()
                .toList();
    }
}
