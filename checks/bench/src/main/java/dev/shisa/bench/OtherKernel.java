package dev.shisa.bench;

import dev.shisa.vulnerability.Configuration;
import dev.shisa.vulnerability.CpeMatch;
import dev.shisa.vulnerability.Part;
import dev.shisa.vulnerability.Vulnerability;
import io.github.nscuro.versatile.Vers;
import io.github.nscuro.versatile.VersUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import us.springett.parsers.cpe.Cpe;
import us.springett.parsers.cpe.CpeParser;
import us.springett.parsers.cpe.exceptions.CpeParsingException;
import us.springett.parsers.cpe.util.Relation;

/**
 * What Dependency-Track compares a component with, by the libraries that it uses for it: the eleven attributes of the names by
 * cpe-parser, the versions by versatile. Everything is in memory, filed by product and parsed beforehand, which is more than its
 * server does; NVD's logic between criteria, explanations and coverage, which {@code Matcher} has, are left out.
 */
final class OtherKernel {

    private static final List<Function<Cpe, String>> ATTRIBUTES = List.of(
            name -> name.getPart().getAbbreviation(),
            Cpe::getVendor,
            Cpe::getProduct,
            Cpe::getVersion,
            Cpe::getUpdate,
            Cpe::getEdition,
            Cpe::getLanguage,
            Cpe::getSwEdition,
            Cpe::getTargetSw,
            Cpe::getTargetHw,
            Cpe::getOther);

    private record Criterion(Cpe name, Vers versions) {}

    /** A component with its name parsed. */
    record Component(Cpe name, String product) {}

    private final Map<String, List<Criterion>> byProduct = new HashMap<>();

    /** Files the criteria of a record that name something vulnerable. */
    void put(Vulnerability record) {
        for (Configuration configuration : record.configurations()) {
            for (Configuration.Node node : configuration.nodes()) {
                node.matches().stream().filter(CpeMatch::vulnerable).forEach(this::put);
            }
        }
    }

    private void put(CpeMatch match) {
        dev.shisa.vulnerability.Cpe criteria = match.criteria();
        Cpe name = parsed("cpe:2.3:" + criteria.part() + ":" + criteria.vendor() + ":" + criteria.product() + ":"
                + criteria.version() + ":*:*:*:*:*:*:*");
        VersUtils.versFromNvdRange(
                        match.startExcluding(),
                        match.startIncluding(),
                        match.endExcluding(),
                        match.endIncluding(),
                        criteria.version())
                .ifPresent(versions -> byProduct
                        .computeIfAbsent(criteria.product(), _ -> new ArrayList<>())
                        .add(new Criterion(name, versions)));
    }

    private static Cpe parsed(String name) {
        try {
            return CpeParser.parse(name);
        } catch (CpeParsingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Component component(Part part) {
        Cpe name = parsed(part.cpes().getFirst());
        return new Component(name, name.getProduct());
    }

    /** How many criteria the components are compared with. */
    long comparisons(List<Component> components) {
        return components.stream()
                .mapToLong(c -> byProduct.getOrDefault(c.product(), List.of()).size())
                .sum();
    }

    /** How many criteria cover one of the components. */
    int matches(List<Component> components) {
        int matches = 0;
        for (Component component : components) {
            for (Criterion criterion : byProduct.getOrDefault(component.product(), List.of())) {
                if (names(criterion.name(), component.name())
                        && criterion.versions().contains(component.name().getVersion())) {
                    matches++;
                }
            }
        }
        return matches;
    }

    /** Whether no attribute rules the other out; the first that does ends it. */
    private static boolean names(Cpe criterion, Cpe component) {
        for (Function<Cpe, String> attribute : ATTRIBUTES) {
            if (Cpe.compareAttribute(attribute.apply(criterion), attribute.apply(component)) == Relation.DISJOINT) {
                return false;
            }
        }
        return true;
    }
}
