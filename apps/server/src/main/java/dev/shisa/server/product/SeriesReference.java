package dev.shisa.server.product;

import dev.shisa.server.platform.record.Reference;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Where a record holds the id of a series, programs are told its code. */
@Component
record SeriesReference(Products products) implements Reference {

    @Override
    public String component() {
        return "series";
    }

    @Override
    public Optional<String> code(UUID id) {
        return products.byId(id).map(Series::code);
    }
}
