package dev.shisa.bench;

import dev.shisa.vulnerability.Configuration;
import dev.shisa.vulnerability.CpeMatch;
import dev.shisa.vulnerability.Part;
import dev.shisa.vulnerability.Vulnerability;
import io.github.nscuro.versatile.Vers;
import io.github.nscuro.versatile.VersUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import us.springett.parsers.cpe.Cpe;
import us.springett.parsers.cpe.CpeParser;
import us.springett.parsers.cpe.exceptions.CpeParsingException;
import us.springett.parsers.cpe.util.Relation;

/**
 * What Dependency-Track compares a component with, by the libraries that it uses for it: the eleven attributes of the names by
 * cpe-parser, the versions by versatile. All criteria are in memory, filed by product and parsed beforehand, which is more than its
 * server does; NVD's logic between criteria, explanations and coverage, which {@code Matcher} has, are left out.
 *
 * <p>Both sides decide the same pairs: each component with each criterion of something vulnerable that names its product. Neither
 * passes one over, and the answers of both are compared ({@link #concerned}).
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

    /** @param plain whether nothing but this decides about its record: no platform is asked for */
    private record Criterion(String record, boolean plain, Cpe name, Vers versions) {

        boolean covers(Cpe component) {
            return names(name, component) && versions.contains(component.getVersion());
        }
    }

    /** Names as written, parsed: all versions of a product have one. */
    private final Map<String, Cpe> names = new HashMap<>();

    private final Map<String, List<Criterion>> byProduct = new HashMap<>();

    /** Files the criteria of a record that name something vulnerable. */
    void put(Vulnerability record) {
        for (Configuration configuration : record.configurations()) {
            for (Configuration.Node node : configuration.nodes()) {
                boolean plain = configuration.nodes().size() == 1;
                node.matches().stream().filter(CpeMatch::vulnerable).forEach(match -> put(record.id(), plain, match));
            }
        }
    }

    private void put(String record, boolean plain, CpeMatch match) {
        dev.shisa.vulnerability.Cpe criteria = match.criteria();
        Cpe name = names.computeIfAbsent(criteria.toString(), OtherKernel::parsed);
        VersUtils.versFromNvdRange(
                        match.startExcluding(),
                        match.startIncluding(),
                        match.endExcluding(),
                        match.endIncluding(),
                        criteria.version())
                .ifPresent(versions -> byProduct
                        .computeIfAbsent(criteria.product(), _ -> new ArrayList<>())
                        .add(new Criterion(record, plain, name, versions)));
    }

    private static Cpe parsed(String name) {
        try {
            return CpeParser.parse(name);
        } catch (CpeParsingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private List<Criterion> criteria(Cpe component) {
        return byProduct.getOrDefault(component.getProduct(), List.of());
    }

    /** How many criteria the components are compared with. */
    long comparisons(List<Part> parts) {
        return parts.stream()
                .mapToLong(part -> criteria(parsed(part.cpes().getFirst())).size())
                .sum();
    }

    /** How many criteria cover one of the components, from the texts of the list on. */
    int matches(List<Part> parts) {
        int matches = 0;
        for (Part part : parts) {
            Cpe component = parsed(part.cpes().getFirst());
            for (Criterion criterion : criteria(component)) {
                if (criterion.covers(component)) {
                    matches++;
                }
            }
        }
        return matches;
    }

    /** The records that ask for no platform: what both sides must agree about. */
    Set<String> plainRecords() {
        Set<String> plain = new HashSet<>();
        byProduct
                .values()
                .forEach(criteria ->
                        criteria.stream().filter(Criterion::plain).forEach(criterion -> plain.add(criterion.record)));
        return plain;
    }

    /** Which of these concern which component, as {@code "CVE-… in c1"}. */
    Set<String> concerned(List<Part> parts) {
        Set<String> concerned = new HashSet<>();
        for (Part part : parts) {
            Cpe component = parsed(part.cpes().getFirst());
            for (Criterion criterion : criteria(component)) {
                if (criterion.plain && criterion.covers(component)) {
                    concerned.add(criterion.record + " in " + part.ref());
                }
            }
        }
        return concerned;
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
