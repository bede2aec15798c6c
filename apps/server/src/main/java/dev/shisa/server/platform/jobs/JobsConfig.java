package dev.shisa.server.platform.jobs;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Switches on what runs by itself: expiry of facts, the watch over the catalogue, sweeping. Tests call it by hand. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class JobsConfig {}
