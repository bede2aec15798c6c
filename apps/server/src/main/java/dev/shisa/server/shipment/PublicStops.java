package dev.shisa.server.shipment;

import dev.shisa.server.product.Model;
import dev.shisa.server.product.Products;
import dev.shisa.server.product.Release;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Stops that everybody may know of. */
@Component
public class PublicStops {

    private final StopStore store;
    private final Products products;

    PublicStops(StopStore store, Products products) {
        this.store = store;
        this.products = products;
    }

    /** The newest first. */
    public List<PublicStop> all() {
        return store.all().stream()
                .filter(one -> one.content().open())
                .map(this::of)
                .toList();
    }

    /** Those of these steps after which the same stop was changed, lifted or became a withdrawal. */
    public Set<UUID> overtaken(Collection<UUID> steps) {
        return store.overtaken(steps);
    }

    /** The steps of the same stop before one. */
    public List<UUID> before(UUID step) {
        return store.before(step);
    }

    PublicStop of(Stop stop) {
        Stop.Content content = stop.content();
        Map<UUID, String> models =
                products.models(stop.series()).stream().collect(Collectors.toMap(Model::id, Model::number));
        return new PublicStop(
                stop.code(),
                stop.series(),
                stop.state().id(),
                stop.state().blocks(),
                content.concerned().models().stream()
                        .map(one -> models.getOrDefault(one.id(), one.name()))
                        .toList(),
                content.concerned().releases().stream()
                        .map(one ->
                                products.release(one.id()).map(Release::name).orElse(one.name()))
                        .toList(),
                content.concerned().lots(),
                content.concerned().serials().stream().map(SerialRange::text).toList(),
                content.reason(),
                content.action(),
                stop.state().blocks() && stop.state() != Stop.State.ENDED ? content.planned() : null,
                stop.steps().stream()
                        .filter(step -> step.act() != Stop.Act.NOTE && step.act() != Stop.Act.CHANGE)
                        .map(step -> {
                            UUID fixed = step.fixed();
                            return new PublicStop.Step(
                                    step.act().id(),
                                    step.day(),
                                    fixed == null
                                            ? ""
                                            : products.release(fixed)
                                                    .map(Release::name)
                                                    .orElse(""));
                        })
                        .toList(),
                stop.at(),
                stop.steps().stream()
                        .filter(step -> step.act() != Stop.Act.NOTE)
                        .map(Stop.Step::at)
                        .reduce((a, b) -> b)
                        .orElse(stop.at()));
    }
}
