using System.Reflection;
using Xunit.v3;

[assembly: WhatsAppKit.Sandbox.Tests.NoFindings]

namespace WhatsAppKit.Sandbox.Tests;

/// <summary>After every test: its sandboxes had an answer to everything, and its clients broke no rule, except where the test says so.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class NoFindingsAttribute : BeforeAfterTestAttribute
{
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        var expected = methodUnderTest.GetCustomAttributes<ExpectsFindingsAttribute>()
            .Concat(methodUnderTest.DeclaringType!.GetCustomAttributes<ExpectsFindingsAttribute>())
            .Concat(methodUnderTest.Module.Assembly.GetCustomAttributes<ExpectsFindingsAttribute>()).ToArray();
        var unexpected = TestLog.TakeFindings(test.UniqueID)
            .Where(finding => !expected.Any(each => finding.Contains(each.Containing, StringComparison.Ordinal))).Distinct().Take(20).ToArray();
        Assert.True(unexpected.Length == 0, string.Join(Environment.NewLine, unexpected));
    }
}

/// <summary>A test that makes a client, or the sandbox itself, do what is not allowed.</summary>
/// <param name="containing">Part of the findings that are expected.</param>
/// <param name="reason">Why.</param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
internal sealed class ExpectsFindingsAttribute(string containing, string reason) : Attribute
{
    public string Containing { get; } = containing;

    public string Reason { get; } = reason;
}
