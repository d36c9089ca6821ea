package io.parley.completion.key;

import io.parley.completion.key.vault.SealedKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A key as the database has it: sealed for its holder and its address, with what may be shown of it. */
public record StoredKey(KeyHolder holder, SealedKey sealed, KeyDescription description) {

    /**
     * What a key is sealed for. Sealed with it, a key opens for no other holder, and goes to no other address: a
     * document that was moved or changed cannot be opened.
     */
    List<String> belongsTo() {
        return belongsTo(holder, description.baseUrl());
    }

    static List<String> belongsTo(KeyHolder holder, @Nullable String baseUrl) {
        var parts = new ArrayList<String>();
        parts.add(holder.tenant());
        parts.add(holder.kind().name().toLowerCase(Locale.ROOT));
        parts.add(holder.id());
        parts.add(baseUrl == null ? "" : baseUrl);
        return parts;
    }
}
