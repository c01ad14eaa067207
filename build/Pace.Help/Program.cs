using Pace.Help;

return args is [var pages, var assembly, var references, var output]
    ? new HelpCompiler(Console.Out).Compile(pages, assembly, references, output) ? 0 : 1
    : Usage();

static int Usage()
{
    Console.Error.WriteLine("usage: Pace.Help <directory of pages> <module assembly> <file of reference paths> <output directory>");
    return 2;
}
