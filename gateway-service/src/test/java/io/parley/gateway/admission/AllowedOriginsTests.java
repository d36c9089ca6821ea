package io.parley.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class AllowedOriginsTests {

    @Test
    void allowsOwnAndThisMachineWithoutAList() {
        AllowedOrigins origins = origins();

        assertThat(origins.allows("http://localhost:8080", "localhost:8080")).isTrue();
        assertThat(origins.allows("http://localhost:5173", "localhost:8080")).isTrue();
        assertThat(origins.allows("http://[::1]:3000", "localhost:8080")).isTrue();
        assertThat(origins.allows("https://chat.example", "chat.example")).isTrue();
        assertThat(origins.allows("https://chat.example:444", "chat.example")).isFalse();
        assertThat(origins.allows("http://localhost:8080.evil.example", "chat.example"))
                .isFalse();
        assertThat(origins.allows("null", "chat.example")).isFalse();
        assertThat(origins.allows("", null)).isFalse();
    }

    @Test
    void aListTakesThePlaceOfThisMachine() {
        AllowedOrigins origins = origins("https://shop.example", " https://*.brand.example/ ");

        assertThat(origins.allows("https://shop.example", "chat.example")).isTrue();
        assertThat(origins.allows("https://SHOP.example", "chat.example")).isTrue();
        assertThat(origins.allows("http://shop.example", "chat.example")).isFalse();
        assertThat(origins.allows("https://www.brand.example", "chat.example")).isTrue();
        assertThat(origins.allows("https://evil.example/.brand.example", "chat.example"))
                .isFalse();
        assertThat(origins.allows("http://localhost:3000", "chat.example")).isFalse();
        assertThat(origins.allows("https://chat.example", "chat.example")).isTrue();
    }

    @Test
    void aStarAloneAllowsEverybody() {
        assertThat(origins("*").allows("https://anybody.example", "chat.example"))
                .isTrue();
    }

    private static AllowedOrigins origins(String... allowed) {
        return new AllowedOrigins(new AdmissionProperties(
                List.of(allowed), List.of(), DataSize.ofMegabytes(1), DataSize.ofMegabytes(25)));
    }
}
