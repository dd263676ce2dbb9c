using System.Net;
using System.Text.Json;

namespace WhatsAppKit.AspNetCore.Tests.Auth;

public class RegistrationTests(GatewayFixture gateway)
{
    private const string Register = "/api/auth/register";
    private const string Login = "/api/auth/login";

    private readonly Caller _anyone = gateway.Host.Anonymous();

    [Fact]
    public async Task Registration_and_login_answer_with_the_same_fields()
    {
        var email = NewEmail();
        var registered = (await _anyone.PostAsync(Register, new { email, password = Tenant.Password, name = " Ada " })).Is(HttpStatusCode.Created);
        var loggedIn = (await _anyone.PostAsync(Login, new { email, password = Tenant.Password })).Is(HttpStatusCode.OK);

        foreach (var answer in new[] { registered, loggedIn })
        {
            Assert.Equal(["token", "expiresAt", "refreshToken", "refreshTokenExpiresAt", "user", "subscription"], answer.Fields);
            var user = answer.Json.GetProperty("user");
            Assert.Equal(["id", "email", "name", "role"], Names(user));
            Assert.Equal(email, user.GetProperty("email").GetString());
            Assert.Equal("Ada", user.GetProperty("name").GetString());
            Assert.Equal("ADMINISTRATOR", user.GetProperty("role").GetString());
            Assert.Matches("^[a-z][a-z0-9]{23}$", user.GetProperty("id").GetString());
            var subscription = answer.Json.GetProperty("subscription");
            Assert.Equal(["id", "tier", "maxInstances", "currentInstances"], Names(subscription));
            Assert.Equal("BASIC", subscription.GetProperty("tier").GetString());
            Assert.True(answer.Json.GetProperty("expiresAt").GetDateTimeOffset() > DateTimeOffset.UtcNow);
            (await _anyone.With(answer["token"]).GetAsync("/api/instances")).Is(HttpStatusCode.OK);
        }
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("  {0} ")]
    [InlineData("\t{0}\n")]
    public async Task An_email_can_register_once_however_it_is_written(string form)
    {
        var email = NewEmail();
        (await _anyone.PostAsync(Register, new { email, password = Tenant.Password, name = "Ada" })).Is(HttpStatusCode.Created);

        var again = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, email).ToUpperInvariant();
        (await _anyone.PostAsync(Register, new { email = again, password = Tenant.Password, name = "Eve" })).IsProblem(HttpStatusCode.Conflict, "email-taken");
        (await _anyone.PostAsync(Login, new { email = again, password = Tenant.Password })).Is(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_many_registrations_of_one_email_at_once_one_succeeds()
    {
        var email = NewEmail();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            _anyone.PostAsync(Register, new { email, password = Tenant.Password, name = "Ada" })));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.Created), answer => answer.IsProblem(HttpStatusCode.Conflict, "email-taken"));
    }

    [Theory]
    [InlineData("email", """{"password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":null,"password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"nobody","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"@b","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"a@","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"a@b@c","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"a b@c","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"a\u0000b@c","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"\uFF21@b.de","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":"\u0430@b.de","password":"correct horse","name":"x"}""")]
    [InlineData("email", """{"email":7,"password":"correct horse","name":"x"}""")]
    [InlineData("password", """{"email":"a@b","name":"x"}""")]
    [InlineData("password", """{"email":"a@b","password":"short","name":"x"}""")]
    [InlineData("password", """{"email":"a@b","password":"0123456789012345678901234567890123456789012345678901234567890123456789012","name":"x"}""")]
    [InlineData("name", """{"email":"a@b","password":"correct horse"}""")]
    [InlineData("name", """{"email":"a@b","password":"correct horse","name":"  "}""")]
    [InlineData("name", """{"email":"a@b","password":"correct horse","name":"a\u0007b"}""")]
    [InlineData("role", """{"email":"a@b","password":"correct horse","name":"x","role":"ADMINISTRATOR"}""")]
    [InlineData("subscriptionId", """{"email":"a@b","password":"correct horse","name":"x","subscriptionId":"y"}""")]
    [InlineData("email", """{"email":"a@b","email":"c@d","password":"correct horse","name":"x"}""")]
    [InlineData("$", "null")]
    [InlineData("$", "[]")]
    [InlineData("$", "")]
    [InlineData("$", "{")]
    public async Task Bad_input_names_its_field(string field, string body) =>
        (await _anyone.PostRawAsync(Register, body)).IsProblem(HttpStatusCode.BadRequest, "invalid-request", field);

    [Fact]
    public async Task Half_a_character_is_bad_input_and_no_defect() =>
        (await _anyone.PostRawAsync(Register, """{"email":"a\ud800@b","password":"correct horse","name":"x"}"""))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "email");

    [Fact]
    public async Task A_name_of_101_characters_and_an_email_of_255_are_too_long()
    {
        (await _anyone.PostAsync(Register, new { email = NewEmail(), password = Tenant.Password, name = new string('n', 101) }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "name");
        (await _anyone.PostAsync(Register, new { email = new string('e', 250) + "@b.de", password = Tenant.Password, name = "n" }))
            .IsProblem(HttpStatusCode.BadRequest, "invalid-request", "email");
    }

    [Fact]
    public async Task A_body_that_is_no_json_or_too_large_is_refused()
    {
        (await _anyone.PostRawAsync(Register, "email=a@b", "application/x-www-form-urlencoded")).IsProblem(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        (await _anyone.PostRawAsync(Register, $$"""{"name":"{{new string('n', 600_000)}}"}""")).IsProblem(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_email_look_alike()
    {
        var tenant = await Tenant.RegisterAsync(gateway.Host);
        var wrong = await _anyone.PostAsync(Login, new { email = tenant.Email, password = "not the password" });
        var unknown = await _anyone.PostAsync(Login, new { email = NewEmail(), password = "not the password" });

        wrong.IsProblem(HttpStatusCode.Unauthorized, "invalid-credentials");
        Assert.Equal(wrong.Comparable, unknown.Comparable);
        foreach (var body in new[] { "{}", """{"email":null,"password":null}""", """{"email":"a\ud800@b","password":"x"}""" })
        {
            var answer = await _anyone.PostRawAsync(Login, body);
            Assert.True(answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, answer.Text);
        }
    }

    [Fact]
    public async Task A_password_counts_whole_in_its_last_byte_too()
    {
        var email = NewEmail();
        var longest = new string('p', 72);
        (await _anyone.PostAsync(Register, new { email, password = longest, name = "Ada" })).Is(HttpStatusCode.Created);

        (await _anyone.PostAsync(Login, new { email, password = longest })).Is(HttpStatusCode.OK);
        (await _anyone.PostAsync(Login, new { email, password = longest[..71] + "q" })).Is(HttpStatusCode.Unauthorized);
        (await _anyone.PostAsync(Login, new { email, password = longest + "q" })).Is(HttpStatusCode.Unauthorized);
    }

    private static string NewEmail() => $"{Guid.NewGuid():N}@example.com";

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(field => field.Name);
}
