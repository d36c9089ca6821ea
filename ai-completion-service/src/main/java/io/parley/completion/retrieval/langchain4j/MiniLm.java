package io.parley.completion.retrieval.langchain4j;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.langchain4j.model.embedding.onnx.AbstractInProcessEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxBertBiEncoder;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The model of LangChain4j's jar in a session of our own: LangChain4j's takes every core for each text. Here a text is
 * embedded on the thread that asks, and on no other.
 */
final class MiniLm extends AbstractInProcessEmbeddingModel {

    private static final String WEIGHTS = "/all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    private final OnnxBertBiEncoder encoder;

    private MiniLm(OnnxBertBiEncoder encoder) {
        super(Runnable::run);
        this.encoder = encoder;
    }

    static MiniLm load() throws IOException, OrtException {
        // The tokenizer's library tells its makers of each use on a machine of Amazon's, unless told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        var environment = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions();
                var weights = resource(WEIGHTS);
                var tokenizer = resource(TOKENIZER)) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // An arena keeps what the longest text ever took; without it the process gets that back.
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            var session = environment.createSession(weights.readAllBytes(), options);
            return new MiniLm(new OnnxBertBiEncoder(environment, session, tokenizer, PoolingMode.MEAN));
        }
    }

    private static InputStream resource(String name) throws IOException {
        var found = MiniLm.class.getResourceAsStream(name);
        if (found == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return found;
    }

    @Override
    protected OnnxBertBiEncoder model() {
        return encoder;
    }
}
