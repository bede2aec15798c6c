package dev.shisa.server.executive;

import dev.shisa.conformity.Catalogue;
import dev.shisa.conformity.FactDefinition;
import dev.shisa.conformity.Requirement;
import dev.shisa.conformity.RequirementId;
import dev.shisa.conformity.Rule;
import dev.shisa.conformity.Subject;
import dev.shisa.conformity.VerdictState;
import dev.shisa.server.catalogue.Catalogues;
import dev.shisa.server.conformity.FreshVerdicts;
import dev.shisa.server.conformity.Ground;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/**
 * Whether the company is ready, decided from the facts of this instant, whether or not it follows the guide.
 *
 * <p>A requirement on executives may also read facts about products. Those are left to the verdicts of the series: here each
 * pillar is the company's half of its requirement, and says how many conditions it leaves to the products.
 */
@Service
class Preparedness {

    private final Catalogues catalogues;
    private final FreshVerdicts verdicts;

    Preparedness(Catalogues catalogues, FreshVerdicts verdicts) {
        this.catalogues = catalogues;
        this.verdicts = verdicts;
    }

    /**
     * One pillar as it stands.
     *
     * @param points the conditions that make the verdict what it is
     * @param ofProducts how many conditions are asked of each product and decided there
     */
    record Standing(
            Pillar pillar, Requirement requirement, VerdictState state, List<Ground.Point> points, int ofProducts) {
        Standing {
            points = List.copyOf(points);
        }
    }

    /** All pillars in their order; one that the catalogue in force does not have is left out. */
    List<Standing> now() {
        Catalogue catalogue = catalogues.current();
        List<Standing> standings = new ArrayList<>();
        record Asked(Pillar pillar, Requirement whole, Requirement half) {}
        List<Asked> asked = Stream.of(Pillar.values())
                .flatMap(pillar -> catalogue
                        .requirement(new RequirementId(Pillar.GUIDE, pillar.number()))
                        .flatMap(whole -> companyHalf(whole, catalogue).map(half -> new Asked(pillar, whole, half)))
                        .stream())
                .toList();
        Map<RequirementId, FreshVerdicts.Fresh> fresh =
                verdicts.ofOrganisation(asked.stream().map(Asked::half).toList());
        for (Asked one : asked) {
            FreshVerdicts.Fresh decided = fresh.get(one.half().id());
            if (decided != null) {
                standings.add(new Standing(
                        one.pillar(),
                        one.whole(),
                        decided.verdict().state(),
                        decided.ground().points(),
                        conditions(one.whole().rule()) - conditions(one.half().rule())));
            }
        }
        return standings;
    }

    private static int conditions(Rule rule) {
        return rule instanceof Rule.All all ? all.parts().size() : 1;
    }

    /** The requirement without those of its conditions that read facts about products; empty if nothing would be left. */
    private static Optional<Requirement> companyHalf(Requirement whole, Catalogue catalogue) {
        if (isOfCompany(whole.rule(), catalogue)) {
            return Optional.of(whole);
        }
        if (!(whole.rule() instanceof Rule.All all)) {
            return Optional.empty();
        }
        List<Rule> kept = all.parts().stream()
                .filter(part -> isOfCompany(part, catalogue))
                .toList();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new Requirement(
                        whole.id(),
                        whole.title(),
                        whole.shortName(),
                        whole.text(),
                        whole.easy(),
                        whole.scope(),
                        whole.source(),
                        whole.evidence(),
                        whole.readings(),
                        whole.related(),
                        whole.routes(),
                        whole.applies(),
                        whole.notApplicable(),
                        new Rule.All(all.path(), all.item(), all.text(), kept)));
    }

    private static boolean isOfCompany(Rule rule, Catalogue catalogue) {
        return rule.nodes()
                .flatMap(node -> node.reads().stream())
                .allMatch(key -> catalogue
                        .fact(key)
                        .map(FactDefinition::scope)
                        .filter(scope -> scope == Subject.Kind.ORGANISATION)
                        .isPresent());
    }
}
