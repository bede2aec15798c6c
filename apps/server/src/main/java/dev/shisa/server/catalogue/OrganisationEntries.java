package dev.shisa.server.catalogue;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The company: its rules, its people, whom it works with, what the guides ask of it. */
@Configuration(proxyBeanMethods = false)
class OrganisationEntries {

    @Bean
    NavSource policiesPlaces() {
        return new NavSource(
                NavSource.Group.COMPANY,
                5,
                "policies",
                Place.of("/organisation/policy", "organisation.tab.policy", Act.VIEW)
                        .with(
                                "/organisation/register/deed",
                                "/organisation/register/decision",
                                "/organisation/register/publication",
                                "/organisation/register/acknowledgement",
                                "/organisation/register/content"),
                Place.of("/documents", "organisation.tab.documents", Act.VIEW),
                Place.of("/organisation/published", "organisation.tab.published", Act.VIEW));
    }

    @Bean
    NavSource peoplePlaces() {
        return new NavSource(
                NavSource.Group.COMPANY,
                6,
                "people",
                Place.of("/organisation", "organisation.tab.overview", Act.VIEW),
                Place.of("/organisation/roles", "organisation.tab.roles", Act.VIEW)
                        .with("/organisation/register/role", "/organisation/register/activity"),
                Place.of("/organisation/people", "organisation.tab.people", Act.VIEW)
                        .with("/organisation/register/person"),
                Place.of("/organisation/parties", "organisation.tab.parties", Act.VIEW)
                        .with(
                                "/organisation/emergency",
                                "/organisation/register/party",
                                "/organisation/register/exchange"),
                Place.of("/organisation/training", "organisation.tab.training", Act.VIEW)
                        .with("/organisation/register/training", "/organisation/register/resource"),
                Place.of("/organisation/controls", "organisation.tab.controls", Act.VIEW)
                        .with("/organisation/register/control", "/organisation/register/service"),
                Place.of("/organisation/access", "organisation.tab.access", Act.VIEW)
                        .with("/organisation/register/system", "/organisation/register/right"),
                Place.of("/organisation/sectors", "organisation.tab.sectors", Act.VIEW)
                        .with("/organisation/register/sector"));
    }

    @Bean
    NavSource suppliersPlaces() {
        return new NavSource(
                NavSource.Group.COMPANY,
                7,
                "suppliers",
                Place.of("/organisation/suppliers", "organisation.tab.suppliers", Act.VIEW));
    }

    @Bean
    NavSource guidesPlaces() {
        return new NavSource(
                NavSource.Group.COMPANY,
                8,
                "guides",
                Place.of("/organisation/guides", "organisation.tab.guides", Act.VIEW),
                Place.of("/library", "organisation.tab.library", Act.VIEW),
                Place.of("/organisation/environments", "organisation.tab.environments", Act.VIEW));
    }

    @Bean
    NavSource executivePlaces() {
        return new NavSource(
                NavSource.Group.COMPANY,
                9,
                "executive",
                Place.ofAll("/organisation/executive", "organisation.tab.executive", Act.VIEW),
                Place.ofAll("/organisation/executive/portfolio", "executive.portfolio", Act.VIEW),
                Place.ofAll("/organisation/executive/costs", "organisation.nav.costs", Act.VIEW));
    }
}
