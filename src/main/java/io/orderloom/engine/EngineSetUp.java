package io.orderloom.engine;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** Brings the engine's settings in, below everything an operator may set. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:engine.properties")
@EnableConfigurationProperties({EngineSettings.class, ScheduleSettings.class})
class EngineSetUp {}
