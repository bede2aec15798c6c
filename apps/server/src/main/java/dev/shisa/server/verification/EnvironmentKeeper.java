package dev.shisa.server.verification;

import dev.shisa.server.evidence.TableKeeper;
import dev.shisa.server.platform.web.Messages;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The evidence that follows from the environments for verification. */
@Component
class EnvironmentKeeper extends TableKeeper {

    EnvironmentKeeper(JdbcClient jdbc, Messages messages) {
        super(
                jdbc,
                messages,
                "verification_inventory",
                "evidence_id",
                "organisation.tab.environments",
                EnvironmentPages.HERE);
    }
}
