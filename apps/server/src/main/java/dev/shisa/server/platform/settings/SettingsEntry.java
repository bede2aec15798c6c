package dev.shisa.server.platform.settings;

import dev.shisa.server.platform.account.Act;
import dev.shisa.server.platform.web.NavSource;
import dev.shisa.server.platform.web.NavSource.Place;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How this Shisa itself runs. */
@Configuration(proxyBeanMethods = false)
class SettingsEntry {

    @Bean
    NavSource settingsPlaces() {
        return new NavSource(
                NavSource.Group.LAST,
                2,
                "settings",
                Place.of("/settings/organisation", "settings.tab.organisation", Act.CHANGE_SETTINGS),
                Place.of("/settings/people", "settings.tab.people", Act.MANAGE_PEOPLE),
                Place.of("/settings/sign-in", "settings.tab.sign-in", Act.MANAGE_PEOPLE),
                Place.of("/settings/roles", "settings.tab.roles", Act.VIEW),
                Place.of("/settings/backup", "settings.tab.backup", Act.CHANGE_SETTINGS),
                Place.of("/doctor", "settings.tab.doctor", Act.SEE_HEALTH),
                Place.of("/settings/monitoring", "settings.tab.monitoring", Act.CHANGE_SETTINGS),
                Place.of("/settings/notices", "settings.tab.notices", Act.CHANGE_SETTINGS),
                Place.of("/settings/webhooks", "settings.tab.webhooks", Act.CHANGE_SETTINGS),
                Place.of("/settings/trackers", "settings.tab.trackers", Act.CHANGE_SETTINGS),
                Place.of("/settings/portal", "settings.tab.portal", Act.CHANGE_SETTINGS),
                Place.of("/certificate", "settings.tab.certificate", Act.VIEW),
                Place.of("/settings/about", "settings.tab.about", Act.VIEW));
    }
}
