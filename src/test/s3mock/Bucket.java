import com.adobe.testing.s3mock.S3MockApplication;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;

/**
 * A bucket on loopback alone. Run from source, with the mock's own class path: it would open a second
 * port on all addresses.
 */
public final class Bucket {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(S3MockApplication.class);
        application.addInitializers(
                context ->
                        context.getBeanFactory()
                                .addBeanPostProcessor(
                                        new BeanPostProcessor() {
                                            @Override
                                            public Object postProcessBeforeInitialization(
                                                    Object bean, String name) {
                                                if (bean
                                                        instanceof
                                                        TomcatServletWebServerFactory tomcat) {
                                                    tomcat.getAdditionalTomcatConnectors().clear();
                                                }
                                                return bean;
                                            }
                                        }));
        application.run(args);
    }
}
