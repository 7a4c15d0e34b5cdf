#:project ../src/Verdict.DefaultModel/Verdict.DefaultModel.csproj
#region readme
using Verdict;

using TextClassifier classifier = TextClassifier.OpenDefault();              // or TextClassifier.Open("folder of a model")
Prediction p = classifier.Classify("j'ai bien aime le film harry potter!");
Console.WriteLine($"{p.Label} {p.Score:F3}");

string[] reviews = ["Un chef-d'œuvre.", "Je me suis ennuyé du début à la fin."];
foreach ((string review, Prediction prediction) in reviews.Zip(classifier.Classify(reviews)))
    Console.WriteLine($"{prediction.Label} {prediction.Score:F3}  {review}");
#endregion
