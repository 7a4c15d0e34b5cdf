Console.WriteLine("verdict");
