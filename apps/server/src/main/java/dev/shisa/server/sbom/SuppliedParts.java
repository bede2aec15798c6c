package dev.shisa.server.sbom;

import dev.shisa.server.platform.web.Query;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Series;
import dev.shisa.server.supplier.PartsSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Which parts the lists that count say to be a supplier's. */
@Component
class SuppliedParts implements PartsSource {

    private final SbomStore store;
    private final Products products;

    SuppliedParts(SbomStore store, Products products) {
        this.store = store;
        this.products = products;
    }

    @Override
    public List<DeliveredPart> of(Collection<String> names, Collection<String> scopes, Set<UUID> series, int most) {
        return store.carriersOf(names, scopes, series, most).stream()
                .map(c -> new DeliveredPart(c.seriesId(), c.releaseId(), c.title(), c.version(), href(c)))
                .toList();
    }

    private String href(Carrier carrier) {
        String code = products.byId(carrier.seriesId()).map(Series::code).orElse("");
        return Query.of("/products/" + URLEncoder.encode(code, StandardCharsets.UTF_8) + "/sboms/" + carrier.listId())
                        .with("q", carrier.name())
                        .href()
                + "#components";
    }
}
