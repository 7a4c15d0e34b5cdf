#:project ../src/Verdict.SparkNlp/Verdict.SparkNlp.csproj
// The example of the model card bert_multilingual_sequence_classifier_allocine (fr), line by line.
//   dotnet run samples/model-card.cs            from Spark NLP's public hub
//   dotnet run samples/model-card.cs FOLDER     from a folder or mirror with public/models in it
using Verdict.Hub;
using Verdict.SparkNlp;

// The card is Spark NLP 3.3.2's: a client of that age takes the archive that it describes.
HubOptions hub = args.Length > 0
    ? new HubOptions { SparkNlpVersion = "3.4.4", SparkNlpSources = [args[0]] }
    : new HubOptions { SparkNlpVersion = "3.4.4" };

#region guide
var documentAssembler = new DocumentAssembler()
    .SetInputCol("text")
    .SetOutputCol("document");

var tokenizer = new Tokenizer()
    .SetInputCols("document")
    .SetOutputCol("token");

var sequenceClassifier = BertForSequenceClassification
    .Pretrained("bert_multilingual_sequence_classifier_allocine", "fr", hub)
    .SetInputCols("token", "document")
    .SetOutputCol("class")
    .SetCaseSensitive(true)
    .SetMaxSentenceLength(512);

var pipeline = new Pipeline().SetStages(documentAssembler, tokenizer, sequenceClassifier);

var example = DataFrame.Of("text", "j'ai bien aime le film harry potter!");

var result = pipeline.Fit(example).Transform(example);

result.Select("class.result").Show();
#endregion

// The same by nlu's short way.
Nlu.Load("fr.classify.bert.multilingual", hub).Predict("j'ai bien aime le film harry potter!").Show(truncate: 0);
