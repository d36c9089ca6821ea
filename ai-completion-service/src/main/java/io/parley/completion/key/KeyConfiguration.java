package io.parley.completion.key;

import io.parley.completion.key.vault.HeldMasterKeys;
import io.parley.completion.key.vault.KeyVault;
import io.parley.completion.key.vault.MasterKeyFile;
import io.parley.completion.key.vault.MasterKeys;
import io.parley.completion.model.AddressRule;
import io.parley.completion.model.ModelProperties;
import io.parley.completion.model.ProviderCredentials;
import io.parley.completion.model.ProviderProbe;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the keys. An installation with a key management service brings its own {@link MasterKeys} here. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KeyProperties.class)
class KeyConfiguration {

    private static final Logger log = LoggerFactory.getLogger(KeyConfiguration.class);

    @Bean(destroyMethod = "close")
    HeldMasterKeys masterKeys(KeyProperties properties) {
        var file = properties.masterKeyFile().strip();
        var held =
                HeldMasterKeys.of(file.isEmpty() ? null : new MasterKeyFile(Path.of(file)), properties.encryptionKey());
        if (held.isEmpty()) {
            log.warn("PARLEY_MASTER_KEY_FILE is not set: users and chatbots cannot store keys of their own");
        }
        return held;
    }

    @Bean
    ApiKeys apiKeys(StoredKeys stored, MasterKeys masters, ModelProperties suite) {
        return new ApiKeys(stored, new KeyVault(masters), suite, Clock.systemUTC());
    }

    @Bean
    ProviderCredentials providerCredentials(ApiKeys keys, ModelProperties suite) {
        return new CredentialsInOrder(keys, suite);
    }

    @Bean(destroyMethod = "close")
    SystemHostAddresses hostAddresses() {
        return new SystemHostAddresses();
    }

    @Bean
    ProviderAddresses providerAddresses(AddressRule rule, HostAddresses hosts) {
        return new ProviderAddresses(rule, hosts);
    }

    @Bean
    TryKey tryKey(ProviderProbe providers, ModelProperties suite) {
        return new TryKey(providers, suite);
    }
}
