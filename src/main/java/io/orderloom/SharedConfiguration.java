package io.orderloom;

import io.orderloom.shared.BusinessClock;
import io.orderloom.shared.BusinessNumbers;
import io.orderloom.shared.PersonalDataCipher;
import io.orderloom.shared.WireClock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The few things every room is handed: the clocks, the numbers, the cipher. */
@Configuration(proxyBeanMethods = false)
class SharedConfiguration {

    /** A movable clock, where there is one, declares itself primary and goes before this one. */
    @Bean
    BusinessClock systemBusinessClock() {
        return new SystemBusinessClock();
    }

    @Bean
    WireClock wireClock() {
        return new SystemWireClock();
    }

    @Bean
    BusinessNumbers businessNumbers(BusinessClock clock, @Value("${orderloom.cell}") String cell) {
        return new BusinessNumbers(clock, cell);
    }

    @Bean
    PersonalDataCipher personalDataCipher(PersonalDataProperties properties) {
        return new PersonalDataCipher(properties.keys(), properties.currentKey());
    }
}
