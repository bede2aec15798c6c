/** What every capability stands on: accounts, sessions, roles, audit, settings, certificates, database, jobs, web frame. */
@ApplicationModule(type = ApplicationModule.Type.OPEN)
@NullMarked
package dev.shisa.server.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
