package io.parley.completion.retrieval.lucene;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * The words of a passage or a question: in small letters, without accents, full-width letters as usual ones, English
 * endings cut off and the commonest English words left out. Of other languages nothing is lost by the last two but a few
 * endings that look English, and those are cut off on both sides.
 */
final class PassageAnalyzer extends Analyzer {

    @Override
    protected TokenStreamComponents createComponents(String field) {
        var words = new StandardTokenizer();
        var plain = new ASCIIFoldingFilter(new LowerCaseFilter(new CJKWidthFilter(new EnglishPossessiveFilter(words))));
        return new TokenStreamComponents(
                words, new PorterStemFilter(new StopFilter(plain, EnglishAnalyzer.getDefaultStopSet())));
    }
}
